#include "base/unicode.h"

#include "base/unicode_tables.h"

static bool in_ranges(uint32_t cp, const struct range *ranges, size_t n)
{
    size_t from = 0;

    while (from < n) {
        size_t middle = from + (n - from) / 2;
        if (cp < ranges[middle].first)
            n = middle;
        else if (cp > ranges[middle].last)
            from = middle + 1;
        else
            return true;
    }
    return false;
}

#define IN(cp, ranges) in_ranges((cp), (ranges), sizeof(ranges) / sizeof *(ranges))

bool unicode_is_letter(uint32_t cp)
{
    if (cp < 0x80)
        return (cp >= 'a' && cp <= 'z') || (cp >= 'A' && cp <= 'Z');
    return IN(cp, letters);
}

bool unicode_is_digit(uint32_t cp)
{
    if (cp < 0x80)
        return cp >= '0' && cp <= '9';
    return IN(cp, digits);
}

bool unicode_is_print(uint32_t cp)
{
    if (cp < 0x80)
        return cp >= ' ' && cp < 0x7F;
    return IN(cp, printable);
}

bool unicode_is_space(uint32_t cp)
{
    switch (cp) {
    case '\t':
    case '\n':
    case '\v':
    case '\f':
    case '\r':
    case ' ':
    case 0x85:
    case 0xA0:
    case 0x1680:
    case 0x2028:
    case 0x2029:
    case 0x202F:
    case 0x205F:
    case 0x3000:
        return true;
    default:
        return cp >= 0x2000 && cp <= 0x200A;
    }
}
