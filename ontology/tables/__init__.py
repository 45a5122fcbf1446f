"""The tables that a maintainer edits, and what reads them: every cell is checked, every fault named by file and row."""
