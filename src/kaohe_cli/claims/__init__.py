"""The claims (申报) for the incentives of 附件2: where each stands, changes to them, files for the city."""
