"""The commands of her2guide. Each imports what it needs when it runs, so that `serve` is up before spaCy is loaded."""

import datetime as dt
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, TextIO

import typer

from domain.errors import Her2GuideError

app = typer.Typer(
    name="her2guide",
    help="Guidance about a person's own HER2 and brain-metastasis results, read from her own records.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
)
admin = typer.Typer(help="Clinics, reviewers and their keys.", no_args_is_help=True)
app.add_typer(admin, name="admin")

Files = Annotated[list[Path], typer.Argument(exists=True, dir_okay=False, readable=True, metavar="FILE...")]
Country = Annotated[
    str | None,
    typer.Option(help="Where she is treated, as a two-letter code such as US: what a drug's label allows differs."),
]

AsOf = Annotated[
    dt.datetime | None,
    typer.Option(
        formats=["%Y-%m-%d"], metavar="DATE", help="The guidance as on this day, e.g. 2026-11-24; else today."
    ),
]
SamePerson = Annotated[
    bool,
    typer.Option("--same-person", help="All files are about one person, although names or dates of birth differ."),
]
PasswordFile = Annotated[
    Path | None,
    typer.Option(
        exists=True,
        dir_okay=False,
        metavar="FILE",
        help="Whose first line is the password of locked files; else a terminal asks for it.",
    ),
]


class Format(StrEnum):
    """How `analyze` prints."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"


class Voice(StrEnum):
    """Whose words `analyze` uses."""

    PATIENT = "patient"
    CLINICIAN = "clinician"


class FactFormat(StrEnum):
    """How `extract` prints."""

    CSV = "csv"
    JSONL = "jsonl"


@app.command()
def analyze(
    files: Files,
    country: Country = None,
    format: Format = Format.TEXT,  # noqa: A002 - the option's name
    as_of: AsOf = None,
    same_person: SamePerson = False,
    voice: Annotated[Voice, typer.Option(help="Plain words, or the terse ones for clinicians.")] = Voice.PATIENT,
    password_file: PasswordFile = None,
) -> None:
    """Read records of one person and print guidance about them; progress goes to standard error."""
    from cli.analyze import analyze_files, today
    from cli.opening import password_in
    from cli.printing import as_text
    from domain.analysis import as_released
    from infra.settings import load_settings

    date, same = as_of.date() if as_of else today(), "person" if same_person else None
    analysis = analyze_files(files, country, date, same, password_in(password_file))
    analysis = as_released(analysis, load_settings().release, signature=None)
    if format is Format.JSON:
        print(analysis.model_dump_json(indent=2))
    elif format is Format.HTML:
        from api.web.rendering import render_html

        print(render_html(analysis, standalone=True, for_clinician=voice is Voice.CLINICIAN))
    else:
        print(as_text(analysis, for_clinician=voice is Voice.CLINICIAN))
    if all(document.problem for document in analysis.documents):
        raise typer.Exit(1)


@app.command()
def summary(
    files: Files,
    output: Annotated[Path, typer.Option(metavar="FILE.pdf|FILE.html", dir_okay=False, help="Where it is written.")],
    country: Country = None,
    as_of: AsOf = None,
    password_file: PasswordFile = None,
) -> None:
    """Write a summary of at most two pages for the visit: what the records say, open questions, what was unclear."""
    from api.web.pdf import summary_pdf
    from api.web.rendering import render_summary
    from cli.analyze import analyze_files, today
    from cli.opening import password_in
    from domain.analysis import as_released
    from infra.settings import load_settings

    if output.suffix not in {".pdf", ".html"}:
        raise typer.BadParameter("name a file that ends in .pdf or .html", param_hint="--output")
    date = as_of.date() if as_of else today()
    analysis = analyze_files(files, country, date, password=password_in(password_file))
    analysis = as_released(analysis, load_settings().release, signature=None)
    output.write_bytes(summary_pdf(analysis) if output.suffix == ".pdf" else render_summary(analysis).encode())


@app.command()
def explain(
    files: Files,
    rule: Annotated[str, typer.Option(metavar="ID", help="The rule's id, e.g. local.srs-1-4.")],
    country: Country = None,
    as_of: AsOf = None,
    password_file: PasswordFile = None,
) -> None:
    """Print why a rule is shown, not shown or unknown. FILE: records, or the JSON that `analyze` wrote."""
    from cli.analyze import today
    from cli.explain import explained
    from cli.opening import password_in
    from infra.settings import load_settings

    date = as_of.date() if as_of else today()
    print(explained(files, rule, country, date, load_settings().release, password_in(password_file)), end="")


@app.command()
def extract(
    files: Annotated[list[Path] | None, typer.Argument(exists=True, dir_okay=False, metavar="[FILE...]")] = None,
    jsonl: Annotated[bool, typer.Option(help='Read {"id", "text"} lines from standard input instead.')] = False,
    format: FactFormat = FactFormat.CSV,  # noqa: A002 - the option's name
    password_file: PasswordFile = None,
) -> None:
    """Print the facts of each document, without guidance."""
    from cli.extract import write_answers, write_facts
    from cli.opening import password_in

    if jsonl:
        if files:
            raise typer.BadParameter("give files or --jsonl, not both")
        write_answers(sys.stdin, sys.stdout)
    elif not files:
        raise typer.BadParameter("name at least one file, or give --jsonl and lines on standard input")
    elif not write_facts(files, format.value, sys.stdout, password_in(password_file)):
        raise typer.Exit(1)


@app.command()
def serve(
    worker: Annotated[
        bool, typer.Option("--with-worker/--without-worker", help="Whether to start a worker too.")
    ] = True,
) -> None:
    """Start the product on this machine: web page, API and worker, in one terminal. Ctrl-C stops all of it."""
    from cli.serve import serve as run
    from infra.settings import load_settings

    run(load_settings(), worker=worker)


@app.command()
def worker() -> None:
    """Run a worker alone, beside an API that runs elsewhere; both need the same settings (HER2GUIDE_*)."""
    from cli.worker import run

    run()


@admin.command("add-clinic")
def add_clinic(name: str) -> None:
    """Make a clinic and print its key, once."""
    from cli.admin import add_clinic as run

    run(name)


@admin.command("list-clinics")
def list_clinics() -> None:
    """Print every clinic, with the day it was made and whether its key works."""
    from cli.admin import list_clinics as run

    run()


@admin.command("revoke-clinic")
def revoke_clinic(clinic: str) -> None:
    """Make a clinic's key useless from now on. Its records stay."""
    from cli.admin import revoke_clinic as run

    run(clinic)


@admin.command("add-reviewer")
def add_reviewer(
    name: str,
    clinic: Annotated[
        str | None, typer.Option(metavar="ID", help="Whose records she reviews; else those on this machine.")
    ] = None,
) -> None:
    """Make a clinician who may sign guidance (see HER2GUIDE_RELEASE) and print her key, once."""
    from cli.admin import add_reviewer as run

    run(name, clinic)


@admin.command("list-reviewers")
def list_reviewers() -> None:
    """Print every reviewer, with the day she was made and whether her key works."""
    from cli.admin import list_reviewers as run

    run()


@admin.command("revoke-reviewer")
def revoke_reviewer(reviewer: str) -> None:
    """Make a reviewer's key useless from now on. What she signed stays signed."""
    from cli.admin import revoke_reviewer as run

    run(reviewer)


def main() -> None:
    """Run the command line; a known error is one sentence on standard error and exit code 1."""
    try:
        app()
    except Her2GuideError as error:
        _say(error.message, sys.stderr)
        sys.exit(1)
    except BrokenPipeError:
        sys.exit(0)


def _say(message: str, stream: TextIO) -> None:
    print(f"her2guide: {message}", file=stream)
