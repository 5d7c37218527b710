#!/bin/sh
# Fails when a public function of the device library does not say what its caller must know.
# usage: check-runtime-docs.sh ROOT
#
# For each function declared in runtime/include/rprt/*.h, the comment above it (shared by declarations
# without an empty line between them), or for codes the comment at the head of the file, must
#   - be there;
#   - name each parameter, with what it may be; the context, which comes first, needs no word, nor does
#     one of which the head of the file says "NAME is ...";
#   - name each RPRT_ERR_ code that the function's own body in runtime/src answers with, and say of a
#     function that answers a status what an error means for the caller ("error", RPRT_ERR_, "Errors as").
# RPRT_ERR_FAULT is told in status.h for all. What pointers are lent for is the house's rule: silence means
# borrowed during the call; a context that keeps one must say "borrows" (checked for _init, _open,
# _begin, _format). The stack of each is in runtime/size/stack.txt, which runtime/size/size.sh checks.
cd "$1" || exit 1
awk '
# --- bodies: which codes a function answers with by itself ---
FILENAME ~ /[.]c$/ {
    if ($0 ~ /^[a-z].*\(/ || (head != "" && !body)) {
        if ($0 ~ /^[a-z]/ && !body) head = ""
        head = head " " $0
    }
    if ($0 ~ /^{/ && head != "") {
        body = 1
        name = head
        sub(/\(.*/, "", name); sub(/.*[ *]/, "", name)
    }
    if (body) {
        text = $0
        while (match(text, /RPRT_ERR_[A-Z_]+/)) {
            code = substr(text, RSTART, RLENGTH)
            if (text !~ /[!=]= RPRT_ERR_/ && index(codes[name] " ", " " code " ") == 0)
                codes[name] = codes[name] " " code
            text = substr(text, RSTART + RLENGTH)
        }
    }
    if ($0 ~ /^}/) { body = 0; head = "" }
    next
}
# --- headers ---
FNR == 1 { comment = ""; declaration = ""; depth = 0; general = " "; top = 0 }
/^\/\*/ { top = 1 }
top {
    text = $0
    gsub(/[^A-Za-z0-9_]/, " ", text)
    general = general text " "
    if ($0 ~ /\*\//) top = 0
    next
}
/^#/ || /^[ \t]*\\?$/ && declaration != "" { if (declaration == "") next }
/^$/ { comment = ""; next }
/^\/\// && depth == 0 { comment = comment " " substr($0, 3); next }
{
    line = $0
    sub(/\/\/.*/, "", line)
    opens = gsub(/{/, "{", line); closes = gsub(/}/, "}", line)
    if (depth > 0 || opens > 0) { depth += opens - closes; declaration = ""; if (depth == 0) comment = ""; next }
    if (line ~ /^(#|\/\*| \*|typedef|extern|static)/ || (declaration == "" && line !~ /\(|^RPRT_CHECKED/)) next
    declaration = declaration " " line
    if (line !~ /;/) next
    check(declaration)
    declaration = ""
}
function complain(what) { print FILENAME ": " name ": " what; bad = 1 }
function check(text,   i, n, list, parameter, arguments, words) {
    name = text
    sub(/\(.*/, "", name); sub(/.*[ *]/, "", name)
    if (name !~ /^rprt_/) return
    functions++
    if (comment == "") { complain("no comment"); return }
    arguments = text
    sub(/^[^(]*\(/, "", arguments); sub(/\)[^)]*$/, "", arguments)
    n = split(arguments, list, ",")
    words = comment
    gsub(/[^A-Za-z0-9_]/, " ", words)
    words = " " words " "
    for (i = 1; i <= n; i++) {
        parameter = list[i]
        sub(/\[.*/, "", parameter); sub(/ *$/, "", parameter); sub(/.*[ *]/, "", parameter)
        if (parameter == "void" || (i == 1 && list[i] ~ /struct rprt_/)) continue
        if (index(words, " " parameter " ") == 0 && index(general, " " parameter " is ") == 0) complain("parameter " parameter " is not explained")
    }
    if (text ~ /enum rprt_status rprt_/) {
        words = words general
        if (words !~ /RPRT_ERR_| error | errors | Errors /) complain("what can fail is not said")
        n = split(codes[name], list, " ")
        for (i = 1; i <= n; i++)
            if (list[i] != "RPRT_ERR_FAULT" && index(words, " " list[i] " ") == 0)
                complain(list[i] " is not explained")
    }
    if (name ~ /_(init|open|begin|format)$/ && arguments ~ /config|port/ && words !~ / [Bb]orrows /)
        complain("it is not said what is borrowed")
}
END {
    if (functions < 60) { print "only " functions " functions were found"; bad = 1 }
    exit bad
}' runtime/src/*.c runtime/include/rprt/*.h
