/* page PORT PATH: what a server on loopback answers: the status on a line, then the body. */
#include "tests/gate/http_client.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(int argc, char **argv)
{
    enum { MOST = 4 << 20 };
    char *answer = malloc(MOST), *body;

    if (argc != 3 || !answer)
        return 2;
    printf("%d\n", http_get((unsigned)atoi(argv[1]), argv[2], answer, MOST));
    body = strstr(answer, "\r\n\r\n");
    puts(body ? body + 4 : "");
    free(answer);
    return 0;
}
