#include <csignal>
#include <exception>
#include <iostream>

#include "clients/load/program.h"

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);
  try {
    return goldenfour::load::run_program(argc, argv);
  } catch (const std::exception& error) {
    std::cerr << "goldenfour-load: " << error.what() << std::endl;
    return 1;
  }
}
