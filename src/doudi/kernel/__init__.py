"""Money in fen, days and the working calendar, identifiers, clause references. Pure: no Django, no clock."""
