"""The pages: Jinja2 templates, one style sheet, a little script, and htmx, all served from here."""
