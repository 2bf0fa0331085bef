TITLE = "Grab a coffee"
