HOST = "https://hooks.example/v1"
