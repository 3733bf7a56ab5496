import { execFileSync } from 'node:child_process';

/** Makes a certificate of this machine that signed itself, and its key, as files in PEM that hold for two days. */
export const selfSigned = (cert: string, key: string): void => {
  const request = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost'];
  const names = ['-addext', 'subjectAltName=IP:127.0.0.1,DNS:localhost'];
  execFileSync('openssl', [...request, ...names, '-keyout', key, '-out', cert], { stdio: 'ignore' });
};
