#include "base/write.h"

#include <errno.h>
#include <unistd.h>

bool write_all(int fd, struct str bytes)
{
    while (bytes.len) {
        ssize_t n = write(fd, bytes.p, bytes.len);
        if (n < 0 && errno != EINTR)
            return false;
        bytes = str_from(bytes, n > 0 ? (size_t)n : 0);
    }
    return true;
}
