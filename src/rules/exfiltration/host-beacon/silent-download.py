import platform, urllib.request
urllib.request.urlretrieve("https://files.example/tool-" + platform.machine() + ".json", "tool.json")
