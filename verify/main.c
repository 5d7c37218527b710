// SPDX-License-Identifier: Apache-2.0
/*
 * The program rempart-verify: rempart-verify [--quiet] GRAPH CERTIFICATE
 *
 * Exit status 0 and the word VERIFIED when the certificate proves its claim for the graph; 1 when it
 * is refused; 2 when a file cannot be read or the words on the command line are wrong.
 */
#include "verify.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// The whole file, "-" for standard input; false when it cannot be read.
static bool read_whole(const char *path, char **ret_data, struct text *ret_text)
{
    FILE *f = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
    size_t n = 0, cap = 0, got = f ? 1 : 0;
    char *data = NULL, *larger = NULL;
    while (got > 0 && (n < cap || (larger = realloc(data, cap = 2 * cap + 65536)))) {
        data = larger ? larger : data;
        larger = NULL;
        got = fread(data + n, 1, cap - n, f);
        n += got;
    }
    bool ok = f && got == 0 && !ferror(f);
    if (f && f != stdin)
        fclose(f);
    *ret_data = data;
    *ret_text = (struct text){.name = path, .p = data, .end = data + n};
    return ok;
}

int main(int argc, char **argv)
{
    bool quiet = argc > 1 && strcmp(argv[1], "--quiet") == 0;
    if (argc == 2 && strcmp(argv[1], "--version") == 0) {
        puts("rempart-verify " REMPART_VERSION);
        return 0;
    }
    if (argc != 3 + quiet) {
        fputs("usage: rempart-verify [--quiet] GRAPH CERTIFICATE\n", stderr);
        return 2;
    }
    char *data[2] = {NULL, NULL};
    struct text text[2];
    int status = 2;
    if (!read_whole(argv[1 + quiet], &data[0], &text[0])) {
        perror(argv[1 + quiet]);
    } else if (!read_whole(argv[2 + quiet], &data[1], &text[1])) {
        perror(argv[2 + quiet]);
    } else {
        struct answer answer;
        vf_verify(&text[0], &text[1], &answer);
        status = answer.accepted ? 0 : 1;
        if (!answer.accepted)
            fprintf(stderr, "REFUSED: %s\n", answer.message);
        else if (!quiet)
            puts(answer.message);
    }
    free(data[0]);
    free(data[1]);
    return status;
}
