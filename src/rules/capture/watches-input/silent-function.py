from pynput import keyboard
def record(callback):
    return keyboard.Listener(on_press=callback)
