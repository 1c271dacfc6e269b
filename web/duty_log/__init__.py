"""The duty log (值班日志): numbered entries of a shift, never altered, corrected by linked entries."""
