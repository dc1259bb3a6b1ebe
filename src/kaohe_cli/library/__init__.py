"""What other programs call; `kaohe_cli` hands it out under `load`, `validate` and `summary`."""
