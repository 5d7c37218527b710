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

// The whole file, NULL when it cannot be read.
static char *read_whole(const char *path, size_t *ret_n)
{
    FILE *f = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
    size_t n = 0, cap = 1 << 16, got = 0;
    char *p = f ? malloc(cap) : NULL;
    while (p && (got = fread(p + n, 1, cap - n, f)) > 0) {
        n += got;
        if (n < cap)
            continue;
        char *larger = realloc(p, cap *= 2);
        if (!larger)
            free(p);
        p = larger;
    }
    if (p && ferror(f)) {
        free(p);
        p = NULL;
    }
    if (f && f != stdin)
        fclose(f);
    *ret_n = n;
    return p;
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
    int status = 0;
    for (int i = 0; i < 2; i++) {
        size_t n = 0;
        data[i] = read_whole(argv[1 + quiet + i], &n);
        text[i] = (struct text){
            .name = argv[1 + quiet + i], .p = data[i], .end = data[i] ? data[i] + n : NULL};
        if (!data[i] && status == 0) {
            perror(argv[1 + quiet + i]);
            status = 2;
        }
    }
    if (status == 0) {
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
