"""The commands: one plain function a module; `cli.py` registers them."""
