"""Two breast tumours that differ in HER2, and what a metastasis settles: made-up, as small as the rule allows."""

import pytest

from domain.finding import Status
from domain.specimen import Her2Status, Receptor, ReceptorStatus, Side, Site
from extraction.resolution.specimens import her2_of, receptors_of

LEFT, RIGHT, NEGATIVE, POSITIVE = Side.LEFT, Side.RIGHT, Her2Status.NEGATIVE, Her2Status.POSITIVE
BREASTS = ((Site.BREAST, LEFT, NEGATIVE), (Site.BREAST, RIGHT, POSITIVE))


def specimens_of(build, *told, **more):
    return [
        build.specimen(
            f"d{number}",
            None,
            label=f"{side or ''} {site.value}".strip(),
            site=site,
            side=side,
            her2_status=build.stated(status, f"d{number}"),
            **more,
        )
        for number, (site, side, status) in enumerate(told)
    ]


@pytest.mark.parametrize(
    "told",
    [
        pytest.param((*BREASTS, (Site.BRAIN, None, POSITIVE)), id="the-other-breast"),
        pytest.param((*BREASTS, (Site.LYMPH_NODE, RIGHT, POSITIVE), (Site.LIVER, None, POSITIVE)), id="and-a-node"),
        pytest.param((*BREASTS, (Site.BREAST, LEFT, NEGATIVE), (Site.BRAIN, None, POSITIVE)), id="tested-twice"),
    ],
)
def test_what_the_metastasis_shows_leads_and_the_other_tumor_is_told(build, told):
    her2, conflicts = her2_of(specimens_of(build, *told))
    assert (her2.status.value, her2.status.rule) == (POSITIVE, "her2:metastasis_leads")
    (conflict,) = conflicts
    assert conflict.summary.startswith("Two breast tumors were tested, and they differ in HER2")
    assert [side.value.split(" (")[0] for side in conflict.sides] == ["negative", "positive"]
    assert "left breast" in conflict.sides[0].value


@pytest.mark.parametrize(
    "told",
    [
        pytest.param(BREASTS, id="no-metastasis-was-tested"),
        pytest.param(((Site.BREAST, LEFT, NEGATIVE), (Site.BRAIN, None, POSITIVE)), id="one-tumor-that-changed"),
        pytest.param((*BREASTS, (Site.BRAIN, None, NEGATIVE)), id="the-metastasis-is-of-the-negative-one"),
        pytest.param(
            (*BREASTS, (Site.BRAIN, None, POSITIVE), (Site.LIVER, None, NEGATIVE)), id="metastases-of-either-kind"
        ),
        pytest.param(
            ((Site.BREAST, None, NEGATIVE), (Site.BREAST, RIGHT, POSITIVE), (Site.BRAIN, None, POSITIVE)), id="no-side"
        ),
        pytest.param(
            ((Site.BREAST, LEFT, POSITIVE), *BREASTS, (Site.BRAIN, None, POSITIVE)), id="one-breast-holds-both-kinds"
        ),
        pytest.param((*BREASTS, (Site.LYMPH_NODE, None, POSITIVE)), id="a-node-is-no-metastasis"),
        pytest.param((*BREASTS, (Site.CEREBROSPINAL_FLUID, None, POSITIVE)), id="spinal-fluid-alone"),
    ],
)
def test_else_the_difference_is_a_conflict(build, told):
    her2, _ = her2_of(specimens_of(build, *told))
    assert (her2.status.status, her2.status.value) == (Status.CONFLICT, None)


def test_hormone_receptors_of_two_tumors_stay_in_conflict(build):
    left, *others = specimens_of(build, *BREASTS, (Site.BRAIN, None, POSITIVE))
    er = {status: Receptor(status=build.stated(status)) for status in ReceptorStatus}
    told = [left.model_copy(update={"er": er[ReceptorStatus.POSITIVE]})]
    told += [each.model_copy(update={"er": er[ReceptorStatus.NEGATIVE]}) for each in others]
    receptors, _ = receptors_of(told)
    assert receptors.er.status is Status.CONFLICT
