#include "base/fingerprint.h"

#include <endian.h>
#include <string.h>

static const uint64_t odd_high = 0x9e3779b97f4a7c15ull, odd_low = 0xc2b2ae3d27d4eb4full;

/* The finaliser of MurmurHash3: every bit of x changes about half of the result. */
static uint64_t mixed(uint64_t x)
{
    x = (x ^ (x >> 33)) * 0xff51afd7ed558ccdull;
    x = (x ^ (x >> 33)) * 0xc4ceb9fe1a85ec53ull;
    return x ^ (x >> 33);
}

static uint64_t turned(uint64_t x, unsigned by)
{
    return x << by | x >> (64 - by);
}

/* Up to eight bytes, as little endian whatever the machine, so that saved fingerprints can move. */
static uint64_t word(const char *p, size_t n)
{
    uint64_t w = 0;

    memcpy(&w, p, n);
    return le64toh(w);
}

static void take(struct fingerprint *f, uint64_t w)
{
    f->high = turned(f->high ^ w * odd_high, 29) * odd_low + 0x52dce729;
    f->low = turned(f->low ^ w * odd_low, 31) * odd_high + 0x38495ab5 + f->high;
}

static struct fingerprint ended(struct fingerprint f, uint64_t len)
{
    f.high = mixed(f.high ^ len) + odd_low;
    f.low = mixed(f.low + f.high);
    if (!fingerprint_known(f))
        f.low = 1;
    return f;
}

struct fingerprint fingerprint_of(struct str bytes)
{
    struct fingerprint f = { odd_low, odd_high };
    size_t at = 0;

    for (; bytes.len - at >= 8; at += 8)
        take(&f, word(bytes.p + at, 8));
    if (at < bytes.len)
        take(&f, word(bytes.p + at, bytes.len - at));
    return ended(f, bytes.len);
}

struct fingerprint fingerprint_then(struct fingerprint a, struct fingerprint b)
{
    struct fingerprint f = a;

    take(&f, b.high);
    take(&f, b.low);
    return ended(f, 16);
}

struct fingerprint fingerprint_with(struct fingerprint a, struct fingerprint b)
{
    struct fingerprint f = { a.high + mixed(b.high ^ odd_low), a.low + mixed(b.low ^ odd_high) };

    if (!fingerprint_known(f))
        f.low = 1;
    return f;
}

bool fingerprint_known(struct fingerprint f)
{
    return (f.high | f.low) != 0;
}

bool fingerprint_eq(struct fingerprint a, struct fingerprint b)
{
    return a.high == b.high && a.low == b.low;
}
