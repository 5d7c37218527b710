// SPDX-License-Identifier: Apache-2.0
/* Both ends of a connection in one Cortex-M3 image, to measure what a connection takes.
 *
 * Runs in QEMU (mps2-an385, -icount shift=0) and prints, for each end: instructions of a full and of a
 * short handshake, the longest single call, the deepest stack and the most of the provider's memory pool.
 * SysTick counts once per 40 instructions; the ends share nothing but the time.
 */
#include <mbedtls/platform.h>
#include <psa/crypto.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "chan_pki.h"
#include "rprt/chan.h"

void reset_handler(void);
void initialise_monitor_handles(void);
void exit(int status);
void _init(void);
void _fini(void);

#define PIPE 4096u
#define PAINT 0xa5a5a5a5u
#define BLOCK_HEAD 32u // of the provider's own allocator, per block on a 32-bit core

static volatile uint32_t *const systick = (volatile uint32_t *)0xe000e010u;

extern uint32_t stack_bottom[], stack_top[], data_begin[], data_end[], data_load[], bss_begin[],
    bss_end[];

struct end {
    struct rprt_port port;
    struct rprt_chan_config config;
    struct rprt_chan chan;
    uint8_t line[PIPE]; // on its way to this end
    size_t n;
    struct end *peer;
    uint32_t ticks, longest, stack, pool, pool_most;
    size_t sent;
};

static struct end client, server;
static struct end *running; // whose call this is: its memory, its line
static uint32_t seed = 7;

struct block {
    struct end *owner;
    uint32_t size;
};

static void *counting_calloc(size_t n, size_t size)
{
    uint32_t whole = (uint32_t)((n * size + 7) / 8 * 8);
    struct block *block = calloc(1, sizeof *block + whole);
    if (block == NULL)
        return NULL;
    block->owner = running;
    block->size = whole + BLOCK_HEAD;
    running->pool += block->size;
    if (running->pool > running->pool_most)
        running->pool_most = running->pool;
    return block + 1;
}

static void counting_free(void *memory)
{
    if (memory == NULL)
        return;
    struct block *block = (struct block *)memory - 1;
    block->owner->pool -= block->size;
    free(block);
}

psa_status_t mbedtls_psa_external_get_random(mbedtls_psa_external_random_context_t *context,
                                             uint8_t *output, size_t output_size,
                                             size_t *output_length)
{
    (void)context;
    (void)output;
    (void)output_size;
    *output_length = 0;
    return PSA_ERROR_INSUFFICIENT_ENTROPY; // chan does not ask PSA
}

static enum rprt_status random_bytes(void *context, uint8_t *out, size_t size)
{
    (void)context;
    for (size_t i = 0; i < size; i++) {
        seed = seed * 1664525u + 1013904223u;
        out[i] = (uint8_t)(seed >> 24);
    }
    return RPRT_OK;
}

static enum rprt_status send_line(void *context, const uint8_t *data, size_t size, size_t *ret_sent)
{
    struct end *to = ((struct end *)context)->peer;
    memcpy(to->line + to->n, data, size);
    to->n += size;
    running->sent += size;
    *ret_sent = size;
    return RPRT_OK;
}

static void paint(void)
{
    volatile uint32_t here;
    uintptr_t below = (uintptr_t)&here - 128; // not what this function stands on
    for (volatile uint32_t *at = stack_bottom; (uintptr_t)at < below; at++)
        *at = PAINT;
}

// Bytes of stack used below the caller's.
static uint32_t deepest(const volatile void *here)
{
    const volatile uint32_t *at = stack_bottom;
    while (*at == PAINT)
        at++;
    return (uint32_t)((uintptr_t)here - (uintptr_t)at);
}

static uint32_t now(void)
{
    return systick[2];
}

// One call of the library, measured.
static enum rprt_status step(struct end *end)
{
    running = end;
    size_t taken = rprt_chan_line(&end->chan, end->line, end->n);
    memmove(end->line, end->line + taken, end->n - taken);
    end->n -= taken;
    paint();
    volatile uint32_t from = now();
    enum rprt_status status = rprt_chan_step(&end->chan);
    uint32_t ticks = (from - now()) & 0xffffffu; // counts down
    uint32_t depth = deepest(&from);
    end->ticks += ticks;
    end->longest = ticks > end->longest ? ticks : end->longest;
    end->stack = depth > end->stack ? depth : end->stack;
    return status;
}

static void connect_ends(const char *name)
{
    struct end *ends[2] = {&client, &server};
    for (int i = 0; i < 2; i++) {
        running = ends[i];
        if (rprt_chan_open(&ends[i]->chan) != RPRT_OK)
            printf("not opened\n");
        ends[i]->ticks = ends[i]->longest = ends[i]->stack = 0;
        ends[i]->sent = 0;
    }
    for (int i = 0; i < 400; i++) {
        (void)!(step(&client) == RPRT_OK);
        (void)!(step(&server) == RPRT_OK);
        if (client.chan.state == RPRT_CHAN_OPEN && server.chan.state == RPRT_CHAN_OPEN)
            break;
    }
    for (int i = 0; i < 2; i++)
        printf("%s %s: %s, %lu k instructions, longest call %lu k, stack %lu, pool %lu, sent %u\n",
               name, i == 0 ? "client" : "server",
               ends[i]->chan.state == RPRT_CHAN_OPEN ? "open" : "NOT OPEN",
               (unsigned long)(ends[i]->ticks / 25), (unsigned long)(ends[i]->longest / 25),
               (unsigned long)ends[i]->stack, (unsigned long)ends[i]->pool_most,
               (unsigned)ends[i]->sent);
}

static void set_up(struct end *end, struct end *peer, bool is_client)
{
    end->peer = peer;
    end->port = (struct rprt_port){.context = end, .random = random_bytes, .tx = send_line};
    end->config =
        (struct rprt_chan_config){.port = &end->port,
                                  .end = is_client ? RPRT_CHAN_CLIENT : RPRT_CHAN_SERVER,
                                  .psk = (const uint8_t *)"0123456789abcdef",
                                  .psk_size = 16,
                                  .identity = (const uint8_t *)"pump-7",
                                  .identity_size = 6,
                                  .ca = pki_ca,
                                  .ca_size = sizeof pki_ca,
                                  .own = is_client ? pki_client : pki_server,
                                  .own_size = is_client ? sizeof pki_client : sizeof pki_server,
                                  .own_key = is_client ? pki_client_key : pki_server_key,
                                  .peer_name = is_client ? PKI_SERVER_NAME : PKI_CLIENT_NAME,
                                  .resume_uses = 3,
                                  .resume_ticks = 100,
                                  .deadline = 1000,
                                  .pause_first = 1,
                                  .pause_max = 1};
    running = end;
    if (rprt_chan_init(&end->chan, &end->config) != RPRT_OK)
        printf("init failed\n");
}

int main(void)
{
    mbedtls_platform_set_calloc_free(counting_calloc, counting_free);
    systick[1] = 0xffffffu;
    systick[2] = 0;
    systick[0] = 5; // runs from the core's clock, no interrupt
    set_up(&client, &server, true);
    set_up(&server, &client, false);
    connect_ends("full");
    running = &client;
    rprt_chan_close(&client.chan);
    running = &server;
    rprt_chan_close(&server.chan);
    client.n = server.n = 0;
    connect_ends("short");
    printf("resumed: %u\n", (unsigned)server.chan.counts.resumed);
    return client.chan.counts.resumed == 1 ? 0 : 1;
}

void _init(void)
{
}
void _fini(void)
{
}

void reset_handler(void)
{
    memcpy(data_begin, data_load, (size_t)((char *)data_end - (char *)data_begin));
    memset(bss_begin, 0, (size_t)((char *)bss_end - (char *)bss_begin));
    initialise_monitor_handles();
    exit(main());
}

__attribute__((section(".vectors"), used)) static void *const vectors[16] = {stack_top,
                                                                             (void *)reset_handler};
