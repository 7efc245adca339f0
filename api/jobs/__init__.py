"""Long work for a worker: the queue, and a worker's hold on a job."""
