from pynput.keyboard import Listener
def seen(key):
    print(key)
with Listener(on_press=seen) as listener:  # fires: import
    listener.join()
