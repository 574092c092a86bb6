#!/usr/bin/env python3
"""Writes the system call tables of dev.jdock.linux.seccomp from the kernel's user headers.

Needs Debian's linux-libc-dev and a C preprocessor on an amd64 machine. The output depends on the
headers alone; calls that are newer than those headers, which every architecture numbers alike, are
listed below (Linux 6.5 to 6.17, include/uapi/asm-generic/unistd.h).
"""
import pathlib
import re
import subprocess

RESOURCES = pathlib.Path(__file__).parent.parent / "resources/dev/jdock/linux/seccomp"

NEWER = {
    "cachestat": 451, "fchmodat2": 452, "map_shadow_stack": 453, "futex_wake": 454,
    "futex_wait": 455, "futex_requeue": 456, "statmount": 457, "listmount": 458,
    "lsm_get_self_attr": 459, "lsm_set_self_attr": 460, "lsm_list_modules": 461, "mseal": 462,
    "setxattrat": 463, "getxattrat": 464, "listxattrat": 465, "removexattrat": 466,
    "open_tree_attr": 467, "file_getattr": 468, "file_setattr": 469,
}

# arch/arm64/include/asm/unistd.h defines these before it includes the generic table.
AARCH64 = ["__ARCH_WANT_RENAMEAT", "__ARCH_WANT_NEW_STAT", "__ARCH_WANT_SET_GET_RLIMIT",
           "__ARCH_WANT_TIME32_SYSCALLS", "__ARCH_WANT_SYS_CLONE3", "__ARCH_WANT_MEMFD_SECRET"]

TABLES = {
    "x86_64": ("asm/unistd_64.h", [], {"uretprobe": 335, "uprobe": 336}),
    "i386": ("asm/unistd_32.h", [], {}),
    "x32": ("asm/unistd_x32.h", ["__X32_SYSCALL_BIT=0x40000000"], {}),
    "aarch64": ("asm-generic/unistd.h", AARCH64, {}),
}


def numbers(header, definitions):
    command = ["cc", "-E", "-dM", "-x", "c", "-"] + ["-D" + d for d in definitions]
    text = subprocess.run(command, input=f"#include <{header}>\n", check=True, text=True,
                          capture_output=True).stdout
    macros = dict(re.findall(r"^#define (\w+) (.+)$", text, re.MULTILINE))

    def value(expression):
        while expression in macros:
            expression = macros[expression]
        words = [macros.get(word, word) for word in expression.strip("()").split(" + ")]
        return sum(int(word, 0) for word in words)

    return {name[len("__NR_"):]: value(expression) for name, expression in macros.items()
            if name.startswith("__NR_") and name not in ("__NR_syscalls", "__NR_arch_specific_syscall")}


for table, (header, definitions, extra) in TABLES.items():
    bit = 0x40000000 if table == "x32" else 0
    found = {**{name: number + bit for name, number in {**NEWER, **extra}.items()},
             **numbers(header, definitions)}
    lines = [f"{number} {name}\n" for name, number in found.items()]
    lines.sort(key=lambda line: (int(line.split()[0]), line))
    (RESOURCES / f"syscalls-{table}.txt").write_text("".join(lines))
