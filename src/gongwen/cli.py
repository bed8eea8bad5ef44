"""``duban read FILE…``: what a document says, as JSON for programs or as a table for a person in the terminal."""

from __future__ import annotations

import json
import os
import sys

import gongwen
from gongwen.errors import ReadError
from gongwen.results import Reading

UNREADABLE = 2


def main(argv: list[str] | None = None) -> int:
    """Read every file in order; 0 when all could be read, else 2 (the others are still printed)."""
    names, form = _asked(sys.argv[1:] if argv is None else argv)
    codes = [_print_file(name, form) for name in names]
    return max(codes)


def _asked(arguments: list[str]) -> tuple[list[str], str]:
    """The files, and the form in which they are wanted. Only options need the parser, which takes long to load."""
    if arguments and not any(argument.startswith("-") for argument in arguments):
        return arguments, "json"
    import argparse

    parser = argparse.ArgumentParser(
        prog="duban read", description="读取公文，逐项列出问题、措施、时限和责任单位。"
    )
    parser.add_argument("files", nargs="+", metavar="FILE", help="要读取的文件")
    parser.add_argument(
        "--format", choices=("json", "table"), default="json", help="json（默认）或 table（供人在终端查看）"
    )
    options = parser.parse_args(arguments)
    return options.files, options.format


def _print_file(name: str, form: str) -> int:
    try:
        reading = gongwen.read(_bytes_of(name), os.path.basename(name))
    except ReadError as error:
        print(f"{name}：{error}", file=sys.stderr)
        return UNREADABLE
    return _write(_rendered(reading, form))


def _bytes_of(name: str) -> bytes:
    from gongwen.formats import check_size

    try:
        check_size(os.stat(name).st_size)
        with open(name, "rb") as file:
            return file.read()
    except FileNotFoundError as error:
        raise ReadError("找不到这个文件，请核对路径和文件名。") from error
    except IsADirectoryError as error:
        raise ReadError("这是一个文件夹而不是文件，请给出其中的文件。") from error
    except PermissionError as error:
        raise ReadError("没有读取这个文件的权限，请修改权限或换一个位置。") from error
    except OSError as error:
        raise ReadError("系统打不开这个文件，请检查存储介质后重试。") from error


def _rendered(reading: Reading, form: str) -> str:
    if form == "table":
        from gongwen.terminal import as_table

        return as_table(reading)
    from gongwen.export import as_dict

    return json.dumps(as_dict(reading), ensure_ascii=False)


def _write(text: str) -> int:
    try:
        print(text, flush=True)
    except BrokenPipeError:
        # The reader of our output (head, less) went away; nothing is left to say to it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0
