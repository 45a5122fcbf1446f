"""`python -m thidua` is the command `thidua`."""

from thidua.cli import main

main(prog_name="thidua")
