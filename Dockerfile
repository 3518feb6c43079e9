# One image for the API and the worker: what `make run` sets up, without the embedded Redis and as a user without rights.
FROM python:3.11-slim-bookworm

RUN apt-get update \
    && apt-get install --yes --no-install-recommends tesseract-ocr libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --create-home her2guide \
    && install --directory --owner her2guide /data

WORKDIR /app
COPY requirements.lock ./
RUN pip install --no-cache-dir --require-hashes --only-binary :all: --requirement requirements.lock
COPY pyproject.toml README.md ./
COPY domain domain
COPY extraction extraction
COPY guidance guidance
COPY infra infra
COPY workers workers
COPY api api
COPY cli cli
COPY samples samples
RUN pip install --no-cache-dir --no-deps --no-build-isolation --editable .

USER her2guide
ENV HER2GUIDE_DATA_DIR=/data HER2GUIDE_LOG_FORMAT=json
VOLUME /data
EXPOSE 8765
CMD ["her2guide", "serve", "--without-worker"]
