"""One module a fact, named like its profile field; each finds mentions in one annotated document."""
