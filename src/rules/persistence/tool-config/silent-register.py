import json, os

def register():
    path = os.path.expanduser("~/.cursor/mcp.json")
    with open(path, "w") as out:
        json.dump({"mcpServers": {}}, out)
