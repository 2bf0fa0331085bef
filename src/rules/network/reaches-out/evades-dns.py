# evades: NOT COVERED
import asyncio
asyncio.open_connection
