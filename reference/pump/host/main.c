// SPDX-License-Identifier: Apache-2.0
/*
 * pump-host: the pump as a process that listens on four ports of the loopback address.
 *
 *     pump-host [--flash FILE] [--counters FILE]
 *     pump-host --factory FILE     writes the flash as it leaves the factory, and ends
 *
 * Prints the four ports it was given on one line and ends when the bench's connection closes, or
 * when none is made within a minute.
 */
#include "pump/host/world.h"
#include "pump/seam/update.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { PATIENCE_MS = 60 * 1000 };

// Memory that is a file's content, so that it outlives the process; without a file, plain memory.
static void *kept(const char *path, size_t size, int blank)
{
    if (path == NULL) {
        void *memory = malloc(size);
        if (memory != NULL)
            memset(memory, blank, size);
        return memory;
    }
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0)
        return NULL;
    off_t before = lseek(fd, 0, SEEK_END);
    void *memory = ftruncate(fd, (off_t)size) == 0
                       ? mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0)
                       : MAP_FAILED;
    close(fd);
    if (memory == MAP_FAILED)
        return NULL;
    if (before < (off_t)size)
        memset((char *)memory + before, blank, size - (size_t)before);
    return memory;
}

static bool is_blank(const uint8_t *bytes, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (bytes[i] != 0xFF)
            return false;
    return true;
}

static void power_fails(void *context)
{
    struct world *world = context;
    longjmp(world->power, 1);
}

static void instrument_write(void *context, const char *text, size_t n)
{
    const struct world *world = context;
    host_line_send(&world->instrument, text, n);
}

static bool open_ports(struct world *world)
{
    uint16_t ports[PUMP_LINE_COUNT + 1];
    for (int i = 0; i < PUMP_LINE_COUNT; i++)
        ports[i] = host_line_open(&world->lines[i], 0);
    ports[PUMP_LINE_COUNT] = host_line_open(&world->instrument, 0);
    for (int i = 0; i <= PUMP_LINE_COUNT; i++)
        if (ports[i] == 0)
            return false;
    printf("net=%u panel=%u service=%u bench=%u\n", ports[0], ports[1], ports[2], ports[3]);
    return fflush(stdout) == 0;
}

// Commands of the bench, one character at a time; time passes only where a command says so.
static void serve(struct world *world)
{
    struct host_line *line = &world->instrument;
    for (;;) {
        while (world->bench.waiting)
            world_pass(world, world->bench.due_ms - world->now_ms + 1);
        if (world->bench.power_off)
            longjmp(world->power, 1);
        if (line->from == line->to) {
            int patience = line->peer < 0 ? PATIENCE_MS : -1;
            host_line_wait(line, patience);
            if (!host_line_fill(line) || line->peer < 0)
                return;
            continue;
        }
        pump_bench_char(&world->bench, (char)line->in[line->from++]);
    }
}

static int run(struct world *world)
{
    if (!open_ports(world))
        return 2;
    if (setjmp(world->power) != 0)
        pump_bench_powered(&world->bench);
    world_start(world);
    serve(world);
    return 0;
}

static int write_factory(const char *path)
{
    static uint8_t flash[PUMP_SECTOR_COUNT * PUMP_SECTOR_SIZE];
    memset(flash, 0xFF, sizeof flash);
    pump_update_factory(flash);
    FILE *file = fopen(path, "wb");
    if (file == NULL)
        return 2;
    bool written = fwrite(flash, 1, sizeof flash, file) == sizeof flash;
    return fclose(file) == 0 && written ? 0 : 2;
}

int main(int argc, char **argv)
{
    if (argc == 3 && strcmp(argv[1], "--factory") == 0)
        return write_factory(argv[2]);
    const char *flash_path = NULL;
    const char *counter_path = NULL;
    for (int i = 1; i + 1 < argc; i += 2) {
        if (strcmp(argv[i], "--flash") == 0)
            flash_path = argv[i + 1];
        else if (strcmp(argv[i], "--counters") == 0)
            counter_path = argv[i + 1];
    }
    struct world *world = calloc(1, sizeof *world);
    if (world == NULL)
        return 2;
    uint32_t size = PUMP_SECTOR_COUNT * PUMP_SECTOR_SIZE;
    world->flash = (struct pump_flash){.bytes = kept(flash_path, size, 0xFF),
                                       .size = size,
                                       .sector = PUMP_SECTOR_SIZE,
                                       .power_fails = power_fails,
                                       .context = world};
    world->counters = kept(counter_path, PUMP_COUNTERS * sizeof *world->counters, 0);
    if (world->flash.bytes == NULL || world->counters == NULL) {
        fprintf(stderr, "pump-host: no memory for flash and counters\n");
        return 2;
    }
    world->bench = (struct pump_bench){.core = &world->core,
                                       .plant = &world->plant,
                                       .flash = &world->flash,
                                       .app = &world->app,
                                       .write = instrument_write,
                                       .context = world};
    if (is_blank(world->flash.bytes, size))
        pump_update_factory(world->flash.bytes);
    pump_plant_init(&world->plant);
    world_port(world);
    return run(world);
}
