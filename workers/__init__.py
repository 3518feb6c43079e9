"""The Celery workers: thin, idempotent tasks around the analysis of a record."""
