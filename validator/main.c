#include "command/command.h"

#include <stdlib.h>

int main(int argc, char **argv)
{
    exit((int)command_main(argc, argv));
}
