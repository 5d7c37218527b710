// SPDX-License-Identifier: Apache-2.0
/* Checks an exported device log and prints its records, for the person who investigates.
 *
 * usage: rprt-log-check IMAGE SECTOR_SIZE FIRST_SECRET DEVICE_KEY COUNTER
 * IMAGE, FIRST_SECRET and DEVICE_KEY are files (the latter two of 32 bytes); COUNTER was read from the
 * device by a trusted way. One line per good record:
 *
 *     12 time=3600 event=7 flags=1 data=07000000010000000000000000000000
 *
 * then one line with the finding. Exit status 0: everything is there; 1: it is not; 2: wrong usage.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "log_reader.h"

#define IMAGE_MOST (16u << 20)

static void print_record(void *context, const uint8_t record[64])
{
    FILE *out = context;
    uint32_t number[2];
    for (size_t i = 0; i < 2; i++)
        number[i] = (uint32_t)record[4 * i] | (uint32_t)record[4 * i + 1] << 8 |
                    (uint32_t)record[4 * i + 2] << 16 | (uint32_t)record[4 * i + 3] << 24;
    fprintf(out, "%" PRIu32 " time=%" PRIu32 " event=%u flags=%u data=", number[0], number[1],
            (unsigned)(record[8] | record[9] << 8), (unsigned)(record[10] | record[11] << 8));
    for (size_t i = 0; i < 16; i++)
        fprintf(out, "%02x", record[16 + i]);
    fputc('\n', out);
}

// Reads a whole file of at most `most` bytes; NULL when it cannot be read or is longer.
static uint8_t *read_file(const char *path, size_t most, size_t *ret_size)
{
    FILE *file = fopen(path, "rb");
    uint8_t *bytes = file == NULL ? NULL : malloc(most + 1);
    if (bytes == NULL) {
        if (file != NULL)
            fclose(file);
        return NULL;
    }
    size_t size = fread(bytes, 1, most + 1, file);
    bool failed = ferror(file) != 0 || size > most;
    fclose(file);
    if (failed) {
        free(bytes);
        return NULL;
    }
    *ret_size = size;
    return bytes;
}

static int print_result(const struct log_result *result)
{
    static const char *const text[] = {
        [LOG_GOOD] = "good",
        [LOG_NO_SECTOR] = "no sector is authentic (wrong secret or key, or no log)",
        [LOG_SECTOR_GONE] = "a sector is missing or its header was changed",
        [LOG_RECORD_BAD] = "a record was changed, removed, inserted or exchanged",
        [LOG_END_GONE] = "records at the end were removed, or the image is an earlier one",
        [LOG_END_TOO_FAR] = "there are records that the counter knows nothing of",
        [LOG_WAS_RESTARTED] = "the device found damage here and went on in a new sector",
    };
    if (result->finding != LOG_GOOD)
        printf("bad: place %" PRIu32 ", record %" PRIu32 ": %s\n", result->place, result->number,
               text[result->finding]);
    else if (result->changing)
        printf("unfinished: power failed in a change of sector; start the device, read again\n");
    else
        printf("good: records %" PRIu32 " to %" PRIu32 "\n", result->first, result->last);
    return result->finding == LOG_GOOD && !result->changing ? 0 : 1;
}

int main(int argc, char **argv)
{
    if (argc != 6) {
        fprintf(stderr,
                "usage: rprt-log-check IMAGE SECTOR_SIZE FIRST_SECRET DEVICE_KEY COUNTER\n");
        return 2;
    }
    size_t size = 0;
    size_t n_secret = 0;
    size_t n_key = 0;
    uint8_t *bytes = read_file(argv[1], IMAGE_MOST, &size);
    uint8_t *secret = read_file(argv[3], 32, &n_secret);
    uint8_t *key = read_file(argv[4], 32, &n_key);
    unsigned long sector = strtoul(argv[2], NULL, 10);
    unsigned long counter = strtoul(argv[5], NULL, 10);
    int status = 2;
    if (bytes == NULL || secret == NULL || key == NULL || n_secret != 32 || n_key != 32) {
        fprintf(stderr, "rprt-log-check: a file cannot be read or has not the right size\n");
    } else if (sector < 256 || sector % 64 != 0 || sector > 65536 || size % sector != 0 ||
               size / sector < 3 || size / sector > LOG_READER_MOST || counter > UINT32_MAX) {
        fprintf(stderr, "rprt-log-check: the image is not a whole number of sectors, 3 at least\n");
    } else {
        const struct log_image image = {bytes, (uint32_t)sector, (uint32_t)(size / sector), secret,
                                        key,   (uint32_t)counter};
        struct log_result result = log_check(&image, print_record, stdout);
        status = print_result(&result);
    }
    free(bytes);
    free(secret);
    free(key);
    return status;
}
