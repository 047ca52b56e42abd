"""The doudi command. One module per command, loaded only when it is asked for."""
