"""From a profile to guidance, by rules that are data. Knows no database, no settings, no web."""
