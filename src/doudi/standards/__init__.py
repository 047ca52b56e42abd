"""Published local numbers, switches and the working calendar, with document number and dates."""
