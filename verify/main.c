// SPDX-License-Identifier: Apache-2.0
/*
 * The program rempart-verify: rempart-verify [--quiet] GRAPH CERTIFICATE
 *
 * Exit status 0 and the word VERIFIED when the certificate proves its claim for the graph; 1 when it
 * is refused; 2 when a file cannot be read or the words on the command line are wrong.
 */
#include "verify.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_BYTES = 1 << 30 }; // of one file

// The whole file, "-" for standard input; false, with errno, when it cannot be read.
static bool read_whole(const char *path, char **ret_data, struct text *ret_text)
{
    FILE *f = fopen(strcmp(path, "-") == 0 ? "/dev/stdin" : path, "rb");
    size_t n = 0, cap = 1 << 16, got = 1;
    char *data = f ? malloc(cap) : NULL, *larger = data;
    while (larger && got > 0 && n <= MOST_BYTES) {
        n += got = fread(data + n, 1, cap - n, f);
        larger = n < cap ? data : realloc(data, cap *= 2);
        data = larger ? larger : data;
    }
    bool ok = larger && got == 0 && !ferror(f);
    errno = n > MOST_BYTES ? EFBIG : errno;
    if (f)
        fclose(f); // of a file that was read: leaves errno alone
    *ret_data = data;
    *ret_text = (struct text){.name = path, .p = data, .end = ok ? data + n : data};
    return ok;
}

int main(int argc, char **argv)
{
    bool quiet = argc > 1 && strcmp(argv[1], "--quiet") == 0;
    if (argc == 2 && strcmp(argv[1], "--version") == 0)
        return puts("rempart-verify " REMPART_VERSION) < 0;
    if (argc != 3 + quiet) {
        fputs("usage: rempart-verify [--quiet] GRAPH CERTIFICATE\n", stderr);
        return 2;
    }
    char *data[2] = {NULL, NULL};
    struct text text[2];
    int status = 2, i = 0;
    while (i < 2 && read_whole(argv[1 + quiet + i], &data[i], &text[i]))
        i++;
    if (i < 2) {
        perror(argv[1 + quiet + i]);
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
