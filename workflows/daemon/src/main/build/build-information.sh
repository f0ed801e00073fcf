#!/bin/sh
# Writes which Polymorph this is: build-information.sh VERSION CHECKOUT FILE. Without git, or where the sources lie in the
# repository of something else, it is the version alone.
set -eu
mkdir -p "${3%/*}"
{
    printf 'version=%s\n' "$1"
    if top=$(git -C "$2" rev-parse --show-toplevel 2>/dev/null) && [ "$top" = "$(cd "$2" && pwd -P)" ]; then
        TZ=UTC git -C "$2" log -1 --abbrev=12 --date=format-local:%Y-%m-%dT%H:%M:%SZ --format='commit=%h%ntime=%cd'
        if [ -z "$(git -C "$2" status --porcelain)" ]; then echo modified=false; else echo modified=true; fi
    fi
} >"$3"
