HOST = "http://192.0.2.9/x"  # fires: import
