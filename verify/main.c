// SPDX-License-Identifier: Apache-2.0
/*
 * The program rempart-verify: rempart-verify [--quiet] GRAPH CERTIFICATE
 *
 * Exit status 0 and the word VERIFIED when the certificate proves its claim for the graph; 1 when it
 * is refused; 2 when a file cannot be read or the words on the command line are wrong.
 */
#include "verify.h"

#include <string.h>

static const char usage[] =
    "usage: rempart-verify [--quiet] GRAPH CERTIFICATE\n"
    "       rempart-verify --help | --version\n\n"
    "Checks the proof that a set of controls is the smallest for an attack graph.\n"
    "Exit status 0: accepted, 1: refused, 2: a file or the command line is wrong.\n";

int main(int argc, char **argv)
{
    static struct vf v;
    static struct text text[2];
    if (argc == 2 && strcmp(argv[1], "--help") == 0)
        return fputs(usage, stdout) < 0;
    if (argc == 2 && strcmp(argv[1], "--version") == 0)
        return puts("rempart-verify " REMPART_VERSION) < 0;
    int quiet = argc > 1 && strcmp(argv[1], "--quiet") == 0;
    if (argc != 3 + quiet) {
        fputs(usage, stderr);
        return 2;
    }
    for (int i = 0; i < 2; i++) {
        text[i].name = argv[1 + quiet + i];
        text[i].file = strcmp(text[i].name, "-") == 0 ? stdin : fopen(text[i].name, "rb");
        if (!text[i].file) {
            perror(text[i].name);
            return 2;
        }
    }
    int status = vf_verify(&v, &text[0], &text[1]) ? 0 : 1;
    if (ferror(text[0].file) || ferror(text[1].file))
        status = 2;
    if (status > 0 || !quiet)
        fprintf(status > 0 ? stderr : stdout, "%s%s\n", status == 1 ? "REFUSED: " : "", v.message);
    return status;
}
