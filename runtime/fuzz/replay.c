// SPDX-License-Identifier: Apache-2.0
// Runs a fuzz target over every file of a folder: the saved inputs as an ordinary test.
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static uint8_t input[1u << 16];

int main(int argc, char **argv)
{
    DIR *folder = argc == 2 ? opendir(argv[1]) : NULL;
    if (folder == NULL) {
        fprintf(stderr, "replay: no folder of saved inputs\n");
        return 1;
    }
    unsigned n = 0;
    struct dirent *entry;
    while ((entry = readdir(folder)) != NULL) {
        if (entry->d_name[0] == '.')
            continue;
        char path[1024];
        int length = snprintf(path, sizeof path, "%s/%s", argv[1], entry->d_name);
        FILE *file = length > 0 && (size_t)length < sizeof path ? fopen(path, "rb") : NULL;
        if (file == NULL) {
            fprintf(stderr, "replay: cannot read %s\n", entry->d_name);
            return 1;
        }
        size_t size = fread(input, 1, sizeof input, file);
        fclose(file);
        (void)LLVMFuzzerTestOneInput(input, size);
        n++;
    }
    closedir(folder);
    printf("replay: %u inputs\n", n);
    return n > 0 ? 0 : 1;
}
