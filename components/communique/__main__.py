"""``python -m communique``."""

from communique.cli import app

app(prog_name="communique")
