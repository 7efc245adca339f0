"""What people touch: the command line now, the service and its pages later."""
