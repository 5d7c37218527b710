// SPDX-License-Identifier: Apache-2.0
/*
 * Runs a fuzz target over a folder of saved inputs, with any compiler.
 */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static uint8_t *read_whole(const char *path, size_t *ret_n)
{
    FILE *f = fopen(path, "rb");
    long size = -1;
    if (f && fseek(f, 0, SEEK_END) == 0)
        size = ftell(f);
    if (size < 0 || fseek(f, 0, SEEK_SET) != 0) {
        perror(path);
        exit(1);
    }
    // Memory of the exact size lets ASan see a read past the end.
    uint8_t *data = malloc(size > 0 ? (size_t)size : 1);
    if (!data || fread(data, 1, (size_t)size, f) != (size_t)size) {
        perror(path);
        exit(1);
    }
    fclose(f);
    *ret_n = (size_t)size;
    return data;
}

int main(int argc, char **argv)
{
    unsigned runs = 0;
    DIR *dir = argc == 2 ? opendir(argv[1]) : NULL;
    if (!dir) {
        fprintf(stderr, "usage: %s CORPUS\n", argv[0]);
        return 1;
    }
    for (struct dirent *e; (e = readdir(dir));) {
        if (e->d_name[0] == '.')
            continue;
        char path[4096];
        snprintf(path, sizeof(path), "%s/%s", argv[1], e->d_name);
        size_t n;
        uint8_t *data = read_whole(path, &n);
        LLVMFuzzerTestOneInput(data, n);
        free(data);
        runs++;
    }
    closedir(dir);
    printf("%u inputs\n", runs);
    return runs == 0;
}
