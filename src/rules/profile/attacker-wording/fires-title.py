TITLE = "Discord token grabber"  # fires: import
