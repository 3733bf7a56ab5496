/** Milliseconds of processor time this process has taken so far: what other processes take from the machine does not count. */
export const processorTime = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};
