using CampaignEvents.Api.Hosting;

namespace CampaignEvents.Api.Tests.Hosting;

public sealed class DataFolderTests : IDisposable
{
    private const UnixFileMode OwnerReadsAndWrites = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void a_new_folder_is_closed_to_the_eyes_of_others()
    {
        var data = DataFolder.Open(_folder.At("data"));

        var seen = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
        (File.GetUnixFileMode(data.FullPath) & seen).ShouldBe(UnixFileMode.None);
    }

    [Fact]
    public void a_new_folder_lets_the_database_pass_only_under_root()
    {
        var data = DataFolder.Open(_folder.At("data"));

        File.GetUnixFileMode(data.FullPath).HasFlag(UnixFileMode.OtherExecute).ShouldBe(Environment.IsPrivilegedProcess);
    }

    [Fact]
    public void the_mode_of_a_folder_already_there_is_left_alone()
    {
        var before = File.GetUnixFileMode(_folder.FullPath);

        DataFolder.Open(_folder.FullPath);

        File.GetUnixFileMode(_folder.FullPath).ShouldBe(before);
    }

    [Fact]
    public void a_secret_stays_the_same_once_made()
    {
        var first = DataFolder.Open(_folder.At("data")).ReadOrCreateSecret("key", 32);
        var second = DataFolder.Open(_folder.At("data")).ReadOrCreateSecret("key", 32);

        second.ShouldBe(first);
        Convert.FromBase64String(first).Length.ShouldBe(32);
    }

    [Fact]
    public void two_secrets_differ()
    {
        var data = DataFolder.Open(_folder.At("data"));

        data.ReadOrCreateSecret("one", 32).ShouldNotBe(data.ReadOrCreateSecret("other", 32));
    }

    [Fact]
    public void a_secret_is_for_its_owner_only()
    {
        var data = DataFolder.Open(_folder.At("data"));

        data.ReadOrCreateSecret("key", 32);

        File.GetUnixFileMode(data.PathOf("key")).ShouldBe(OwnerReadsAndWrites);
    }

    [Fact]
    public void all_who_ask_at_once_get_one_secret()
    {
        var path = _folder.At("data");

        var secrets = Enumerable.Range(0, 8).AsParallel().WithDegreeOfParallelism(8)
            .Select(_ => DataFolder.Open(path).ReadOrCreateSecret("key", 32)).ToList();

        secrets.Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public void a_draft_left_by_a_crash_is_no_secret()
    {
        var data = DataFolder.Open(_folder.At("data"));
        File.WriteAllText(data.PathOf("key.new"), "half");

        Convert.FromBase64String(data.ReadOrCreateSecret("key", 32)).Length.ShouldBe(32);
    }
}
