import example
example.api()  # fires: import
