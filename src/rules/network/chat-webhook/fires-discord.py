HOOK = "https://discord.com/api/webhooks/100000000000000000/exampleexampleexampleexampleexampleexampleexampleexampleexample_0123"  # fires: import
