import keyboard

def bind(action):
    keyboard.add_hotkey("ctrl+shift+a", action)
