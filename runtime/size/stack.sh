#!/bin/sh
# The deepest stack inside the library of each public function, against stack.txt (BLESS=1 rewrites it).
# usage: stack.sh RUNTIME_FOLDER OBJECTS     OBJECTS: the folder with the compiler's call graphs (*.ci)
# Exit 0: not deeper than before; 1: deeper, or not in the table.
set -eu
runtime=$1
cd "$2"

# function bytes, for each function of a public header: itself and what it calls in the library. Calls
# through the port and into the provider are not counted, they are not the library's.
deepest() {
    awk '
    function name_of(title) { sub(/.*:/, "", title); return title }
    function field(key,   text) {
        text = $0
        if (!sub(".*" key ": \"", "", text)) return ""
        sub(/".*/, "", text)
        return text
    }
    /^node:/ && match($0, /[0-9]+ bytes/) { own[field("title")] = substr($0, RSTART, RLENGTH) + 0 }
    /^edge:/ {
        from = field("sourcename")
        calls[from, ++n[from]] = field("targetname")
    }
    function depth(title,   i, most, d) {
        if (title in known) return known[title]
        most = 0
        for (i = 1; i <= n[title]; i++) {
            d = depth(calls[title, i])
            if (d > most) most = d
        }
        return known[title] = own[title] + most
    }
    END { for (title in own) if (title ~ /^rprt_/) print title, depth(title) }' ./*.ci | sort
}
public=$(grep -oh '\brprt_[a-z0-9_]*(' "$runtime"/include/rprt/*.h | tr -d '(' | sort -u)
deepest | awk -v public="$public" 'BEGIN { n = split(public, f, "\n"); for (i = 1; i <= n; i++) is[f[i]] = 1 }
    is[$1]' >deepest
if [ -n "${BLESS:-}" ]; then
    { sed '/^rprt_/d' "$runtime/size/stack.txt"; cat deepest; } >stack.new
    cp stack.new "$runtime/size/stack.txt"
fi
awk 'FNR == NR { if ($1 ~ /^rprt_/) most[$1] = $2; next }
    !($1 in most) { print "size: " $1 " has no line in stack.txt"; bad = 1 }
    $1 in most && $2 > most[$1] { print "size: the stack of " $1 " is " $2 ", stack.txt says " most[$1]; bad = 1 }
    { seen[$1] = 1 }
    END { for (f in most) if (!seen[f]) { print "size: " f " of stack.txt is not there"; bad = 1 }
          exit bad }' "$runtime/size/stack.txt" deepest
